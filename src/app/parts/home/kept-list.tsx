/** What the browser keeps: how much of its room it takes, each scene's run and changes, an avatar, and ways to delete. */
import { age, bytesText, percent } from '../../format.ts';
import type { Kept, KeptRun } from '../../run/kept-runs.ts';
import { words } from '../../words/index.ts';
import { titleOf } from '../../words/name-known.ts';
import { BinIcon } from '../icons.tsx';
import type { PartProps } from '../part.ts';

function Usage({ used, quota }: NonNullable<Kept['usage']>) {
  const { kept } = words.value.home;
  const text = kept.usage(bytesText(used), bytesText(quota));
  return (
    <p class="kept-usage">
      <meter class="kept-bar" min={0} max={quota} value={used} aria-label={kept.share} />
      <span>{text}</span>
    </p>
  );
}

function Row({
  state,
  commands,
  scene,
  run,
  changes,
}: PartProps & {
  readonly scene: string;
  readonly run: KeptRun | undefined;
  readonly changes: number | undefined;
}) {
  const { kept } = words.value.home;
  const seconds = run?.savedAt === undefined ? undefined : (state.now.value - run.savedAt) / 1000;
  const facts = [
    ...(run ? [bytesText(run.bytes)] : []),
    ...(seconds === undefined ? [] : [seconds < 5 ? kept.justNow : kept.ago(age(seconds))]),
    ...(run && run.success !== null ? [kept.arrives(percent(run.success))] : []),
    ...(changes === undefined ? [] : [kept.changes(changes)]),
  ];
  const title = titleOf(scene, state.scenes);
  return (
    <li class="kept-run">
      <div>
        <p class="kept-title">
          {title}
          {scene === state.scene.value && <span class="badge">{kept.inView}</span>}
        </p>
        <p class="kept-facts">{facts.join(' · ')}</p>
      </div>
      {run && (
        <button
          type="button"
          class="plain"
          aria-label={kept.removeRun(title)}
          title={kept.removeRun(title)}
          onClick={() => commands.askDeleteRun(scene)}
        >
          <BinIcon />
        </button>
      )}
    </li>
  );
}

/** The visitor's own, while it is kept, and be it unreadable. */
const keptAvatarOf = ({ avatar, unreadAvatar }: PartProps['state']) =>
  avatar.value?.kept ? avatar.value : unreadAvatar.value;

function AvatarRow({ state, commands, bytes }: PartProps & { readonly bytes: number | undefined }) {
  const own = keptAvatarOf(state);
  if (!own) return null;
  const { share, home } = words.value;
  const { file } = own;
  const remove = file === undefined ? share.avatar.remove : home.kept.removeAvatar(file);
  const facts = [file, bytes === undefined ? undefined : bytesText(bytes)];
  return (
    <li class="kept-run">
      <div>
        <p class="kept-title">{share.avatar.title}</p>
        <p class="kept-facts">{facts.filter((fact) => fact !== undefined).join(' · ')}</p>
      </div>
      <button
        type="button"
        class="plain"
        aria-label={remove}
        title={remove}
        onClick={commands.removeAvatar}
      >
        <BinIcon />
      </button>
    </li>
  );
}

function Rows({ of, ...props }: PartProps & { readonly of: Kept }) {
  const { runs, changes } = of;
  const scenes = new Set([...runs.map(({ scene }) => scene), ...changes.keys()]);
  if (scenes.size === 0 && !keptAvatarOf(props.state)) {
    return <p class="preference-line">{words.value.home.kept.nothing}</p>;
  }
  return (
    <ul class="kept-runs">
      {[...scenes].map((scene) => (
        <Row
          key={scene}
          {...props}
          {...{ scene, run: runs.find((run) => run.scene === scene), changes: changes.get(scene) }}
        />
      ))}
      <AvatarRow {...props} bytes={of.avatar} />
    </ul>
  );
}

export function KeptList(props: PartProps) {
  const { kept, refused } = props.state.home;
  const phrases = words.value.home.kept;
  const all = kept.value;
  return (
    <section class="kept" aria-labelledby="kept-title">
      <h3 id="kept-title">{phrases.title}</h3>
      {all ? <Rows {...props} of={all} /> : <p class="preference-line">{phrases.looking}</p>}
      {all?.usage && <Usage {...all.usage} />}
      {all?.persistent === true && <p class="preference-line">{phrases.promised}</p>}
      {all?.persistent === false && (
        <p class="kept-promise">
          <span>{phrases.mayClear}</span>
          <button type="button" class="plain" onClick={() => void props.commands.keepForGood()}>
            {phrases.ask}
          </button>
        </p>
      )}
      {refused.value && (
        <p class="kept-refused" role="alert">
          {refused.value(words.value)}
        </p>
      )}
    </section>
  );
}
