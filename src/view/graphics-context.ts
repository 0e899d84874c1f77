/** Opens WebGL 2 on a canvas and says what draws behind it. */
import { InputError } from '../core/input-error.ts';

export interface GraphicsContext {
  readonly gl: WebGL2RenderingContext;
  /** As the browser names it. */
  readonly renderer: string;
  readonly quality: 'high' | 'low';
}

/** Drawing on the processor is told by the renderer's name; nothing else in WebGL says it. */
const softwareNames = /swiftshader|llvmpipe|softpipe|software|basic render/i;

function rendererName(gl: WebGL2RenderingContext): string {
  const extension = gl.getExtension('WEBGL_debug_renderer_info');
  return String(gl.getParameter(extension?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER));
}

/** A context of its own, given back at once: whether to smooth edges must be known beforehand. */
function drawsInSoftware(): boolean {
  const gl = document.createElement('canvas').getContext('webgl2');
  if (!gl) return false;
  const software = softwareNames.test(rendererName(gl));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return software;
}

export function openGraphics(
  canvas: HTMLCanvasElement,
  wanted: 'auto' | 'high' | 'low',
): GraphicsContext {
  const quality = wanted === 'auto' ? (drawsInSoftware() ? 'low' : 'high') : wanted;
  const gl = canvas.getContext('webgl2', {
    // Multisampling costs a processor more than all the rest of a frame.
    antialias: quality === 'high',
    alpha: false,
    powerPreference: 'high-performance',
  });
  if (!gl) {
    throw new InputError(
      'The 3D view needs WebGL 2, which this browser does not offer here: turn on hardware acceleration, or use a current Chrome, Edge, Firefox or Safari.',
    );
  }
  return { gl, renderer: rendererName(gl), quality };
}
