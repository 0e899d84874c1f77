/**
 * What a person takes away from the page: a link, a picture, a video, results, the policy, the run. Everything that
 * makes a file goes through `download`; what is in view is asked of the stage.
 */
import { scenarios } from '../../../scenes/index.ts';
import { InputError } from '../../core/input-error.ts';
import { type ResultKind, writeResults } from '../../storage/run-results.ts';
import type { Stage } from '../../view/stage.ts';
import type { FileTaker } from '../files/file-kind.ts';
import { resultsOf } from '../learning/progress-results.ts';
import { isKept } from '../run/kept-runs.ts';
import { addNotice, type PageState, removeNotice } from '../state.ts';
import { words } from '../words/index.ts';
import { failureOf, isMistake, type Part } from '../workers/failure.ts';
import type { ActingPolicy } from '../workers/protocol.ts';
import { captionText, drawCaption } from './caption.ts';
import { fileName } from './file-name.ts';
import { layoutName } from './layout-name.ts';
import { fileRefused, openFile } from './opening.ts';
import { linkableEdits, linkTo } from './permalink.ts';
import { type Filming, film, videoLimits } from './video.ts';

export type FilePurpose = 'open' | 'compare' | 'other-policy';

export interface Sharing {
  showShare(): void;
  /** Into the clipboard or, if that is refused, selected in the dialog. */
  copyLink(): Promise<void>;
  /** By the device's own way to share, where it has one. */
  sendLink(): Promise<void>;
  savePicture(): Promise<void>;
  /** Begins a video, or ends and saves it. */
  toggleVideo(): void;
  saveResults(kind: ResultKind): void;
  savePolicy(): Promise<void>;
  /** Lets the person choose a file. */
  chooseFile(purpose: FilePurpose): void;
  openFile(file: File): Promise<void>;
  /** The run that waits takes the place of the person's own. */
  replaceRun(): Promise<void>;
}

export interface SharingHooks {
  readonly stage: () => Stage | undefined;
  readonly canvas: () => HTMLCanvasElement;
  /** Where the page is. */
  readonly address: () => string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly download: (content: Blob | Uint8Array<ArrayBuffer>, name: string) => void;
  readonly run: {
    /** The newest of what acts here. */
    policy(): Promise<ActingPolicy>;
    loadFile(file: File, scene: string): Promise<void>;
    watchPolicy: FileTaker['takePolicy'];
    openRecording: FileTaker['takeRecording'];
  };
  readonly takeAvatar: FileTaker['takeAvatar'];
  readonly chooseFile: (purpose: FilePurpose) => void;
}

export function createSharing(state: PageState, hooks: SharingHooks): Sharing {
  const { stage, clock, download, run } = hooks;
  const { share } = state;
  let filming: Filming | undefined;

  const say = (text: string) => {
    state.spoken.value = text;
  };
  const spoken = () => words.peek().share.spoken;
  function fail(error: unknown, what: Part): void {
    if (isMistake(error)) console.error(error);
    const failure = failureOf(error, what);
    addNotice(state, 'error', (of) => of.run.failure(failure), 'share');
  }
  const nameOf = (ending: string) => fileName(state.scene.peek(), clock(), ending);

  function link(): string {
    const scene = state.scene.peek();
    const seed = state.layout.peek()?.seed;
    const scenario = scenarios.get(scene);
    // A recording may be of a layout that nobody is trained in, which no link opens.
    const seen = seed !== undefined && scenario.seeds.isTraining(seed) ? seed : undefined;
    const name = layoutName(scenario);
    const watching = state.watching.peek();
    return linkTo(hooks.address(), {
      scene,
      policy: watching && watching.file === undefined ? 'shipped' : 'none',
      seed: state.address.seed,
      layout: name === 'layout' ? seen : undefined,
      case: name === 'case' ? seen : undefined,
      edits: linkableEdits(state),
      speed: state.pace.peek().speed,
      robot: state.selected.peek(),
      camera: state.visiting.peek() ? 'orbit' : state.camera.peek(),
      view: stage()?.outlook(),
    });
  }
  function freshLink(): string {
    share.copied.value = 'not yet';
    share.link.value = link();
    return share.link.value;
  }

  function caption(): string {
    const { success } = state.summary.peek();
    return captionText({
      title: state.sceneTitle.peek(),
      ...{ robots: state.agents.peek(), success, updates: state.updates.peek() },
    });
  }

  const taker: FileTaker = {
    async takeRun(file, scene) {
      // What the person has trained is not thrown away unasked.
      const trained =
        scene === state.scene.peek() && !state.watching.peek() && state.updates.peek() > 0;
      if (!trained && !(await isKept(scene))) return run.loadFile(file, scene);
      share.waiting.value = { file, scene };
      state.dialog.value = 'replace-run';
    },
    takePolicy: run.watchPolicy,
    takeRecording: run.openRecording,
    takeAvatar: hooks.takeAvatar,
  };

  return {
    showShare() {
      freshLink();
      state.dialog.value = 'share';
    },
    async copyLink() {
      const text = state.dialog.peek() === 'share' ? share.link.peek() : freshLink();
      try {
        await navigator.clipboard.writeText(text);
        share.copied.value = 'copied';
        say(spoken().linkCopied);
        if (state.dialog.peek() !== 'share') {
          addNotice(state, 'info', (of) => of.share.said.linkCopied, 'share');
        }
      } catch {
        // Some browsers allow it on secure pages only, or never.
        share.copied.value = 'refused';
        state.dialog.value = 'share';
      }
    },
    async sendLink() {
      try {
        await navigator.share({ title: document.title, url: share.link.peek() });
      } catch (error) {
        // Who closes the device's own dialog has changed their mind.
        if ((error as Error).name !== 'AbortError') share.copied.value = 'refused';
      }
    },
    async savePicture() {
      removeNotice(state, { topic: 'share' });
      const scale = share.scale.peek();
      try {
        const picture = stage()?.picture(scale);
        if (!picture)
          throw new InputError('There is no picture yet: wait until the world is shown.');
        if (share.caption.peek()) drawCaption(picture, caption(), scale);
        const blob = await new Promise<Blob | null>((done) => picture.toBlob(done, 'image/png'));
        if (!blob) throw new InputError('The picture is too large for this browser: take ×1.');
        download(blob, nameOf('.png'));
        say(spoken().pictureSaved);
      } catch (error) {
        fail(error, 'picture');
      }
    },
    toggleVideo() {
      if (filming) return filming.stop();
      removeNotice(state, { topic: 'share' });
      try {
        filming = film(hooks.canvas(), {
          clock,
          onProgress({ seconds, bytes }) {
            if (filming) share.video.value = { is: 'recording', seconds, bytes };
          },
          onFilm(done, why) {
            filming = undefined;
            share.video.value = { is: 'idle' };
            if (done) download(done.blob, nameOf(done.ending));
            if (!done || why === 'broken') {
              const isSaved = done !== undefined;
              addNotice(state, 'error', (of) => of.share.video.broken(isSaved), 'share');
            } else if (why === 'limit') {
              const [minutes, megabytes] = [videoLimits.seconds / 60, videoLimits.bytes / 1e6];
              addNotice(state, 'info', (of) => of.share.video.limit(minutes, megabytes), 'share');
            } else say(spoken().videoSaved);
          },
        });
        share.video.value = { is: 'recording', seconds: 0, bytes: 0 };
        state.dialog.value = undefined;
        say(spoken().recording);
      } catch (error) {
        fail(error, 'video');
      }
    },
    saveResults(kind) {
      const results = resultsOf(state.progress.peek());
      const { name, bytes } = writeResults(kind, results, { name: nameOf(''), now: clock() });
      download(bytes, name);
      say(spoken().saved(name));
    },
    async savePolicy() {
      removeNotice(state, { topic: 'share' });
      try {
        const scene = state.scene.peek();
        const card = state.watching.peek()?.card;
        const [policy, { policyToFile }] = await Promise.all([
          run.policy(),
          import('../run/policy-to-file.ts'),
        ]);
        const learner = state.learner.peek();
        const bytes = policyToFile(
          scene,
          policy,
          card ?? {
            ...{ seed: state.address.seed, agentSteps: state.agentSteps.peek() },
            trainingSeconds: state.progress.peek().trainingSeconds,
            backend: learner.is === 'running' ? learner.choice.backend : 'nothing',
            ...{ cores: navigator.hardwareConcurrency || 1, now: clock() },
          },
        );
        download(bytes, nameOf('.safetensors'));
        say(spoken().policySaved);
      } catch (error) {
        fail(error, 'policy');
      }
    },
    chooseFile: hooks.chooseFile,
    openFile: (file) => openFile(state, file, taker),
    async replaceRun() {
      const waiting = share.waiting.peek();
      state.dialog.value = undefined;
      share.waiting.value = undefined;
      if (!waiting) return;
      removeNotice(state, { topic: 'file' });
      await run.loadFile(waiting.file, waiting.scene).catch((error: unknown) => {
        fileRefused(state, error);
      });
    },
  };
}
