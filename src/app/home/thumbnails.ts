/**
 * The pictures of scenes, drawn by a worker (thumbnails.worker.ts) that lives while they are shown: worlds that go on in
 * them, and their drawing, must cost the page's thread nothing.
 */

/** Page to worker. */
export type ToThumbnails =
  | { readonly type: 'picture'; readonly scene: string; readonly canvas: OffscreenCanvas }
  | { readonly type: 'wish'; readonly wish: ThumbnailWish };

export interface ThumbnailWish {
  /** Which pictures are in view, and how many pixels they have: [width, height]. */
  readonly sizes: Readonly<Record<string, readonly [width: number, height: number]>>;
  /** The one that a person looks at: it turns. */
  readonly turning: string | undefined;
  /** Whether anything moves. */
  readonly moving: boolean;
  readonly dark: boolean;
}

export interface Thumbnails {
  /** Draws a scene in this canvas from here on, which must be new. */
  show(scene: string, canvas: HTMLCanvasElement): void;
  wish(wish: Partial<Omit<ThumbnailWish, 'sizes'>>): void;
  stop(): void;
}

export function openThumbnails(): Thumbnails {
  const worker = new Worker(new URL('./thumbnails.worker.ts', import.meta.url), {
    type: 'module',
    name: 'thumbnails',
  });
  const post = (message: ToThumbnails, transfer: Transferable[] = []) =>
    worker.postMessage(message, transfer);
  let wanted: ThumbnailWish = { sizes: {}, turning: undefined, moving: false, dark: false };
  const tell = (change: Partial<ThumbnailWish> = {}) => {
    wanted = { ...wanted, ...change };
    // Nobody looks at a page in the background.
    post({ type: 'wish', wish: { ...wanted, moving: wanted.moving && !document.hidden } });
  };
  const scenes = new Map<Element, string>();
  const inView = new Set<Element>();
  const measure = () => {
    const density = Math.min(2, devicePixelRatio || 1);
    const sizes = [...inView].map((canvas) => {
      const size = [canvas.clientWidth, canvas.clientHeight];
      return [scenes.get(canvas), size.map((length) => Math.round(length * density))] as const;
    });
    tell({ sizes: Object.fromEntries(sizes) });
  };
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) inView.add(target);
      else inView.delete(target);
    }
    measure();
  });
  const resized = new ResizeObserver(measure);
  const onVisibility = () => tell();
  document.addEventListener('visibilitychange', onVisibility);
  return {
    show(scene, element) {
      const canvas = element.transferControlToOffscreen();
      post({ type: 'picture', scene, canvas }, [canvas]);
      scenes.set(element, scene);
      seen.observe(element);
      resized.observe(element);
    },
    wish: tell,
    stop() {
      seen.disconnect();
      resized.disconnect();
      document.removeEventListener('visibilitychange', onVisibility);
      worker.terminate();
    },
  };
}
