/** What a person can take away from the page, each with a sentence on what it is for; and the way to open a file. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { scenarios } from '../../../../scenes/index.ts';
import { fileKinds } from '../../files/index.ts';
import { editsText } from '../../share/edits-text.ts';
import { layoutName } from '../../share/layout-name.ts';
import { linkableEdits } from '../../share/permalink.ts';
import { pictureScales } from '../../share/share-state.ts';
import { videoLimits } from '../../share/video.ts';
import { words } from '../../words/index.ts';
import { CloseButton, Dialog } from '../dialog.tsx';
import type { PartProps } from '../part.ts';
import { ChartIcon, FileIcon, FilmIcon, LinkIcon, PhotoIcon, PolicyIcon } from './share-icons.tsx';

const resultKinds = ['csv', 'jsonl', 'tensorboard'] as const;

interface ItemProps {
  readonly name: string;
  readonly icon: () => ComponentChildren;
  readonly line: ComponentChildren;
  readonly children: ComponentChildren;
}

function Item({ name, icon: Icon, line, children }: ItemProps) {
  return (
    <li class="share-item">
      <Icon />
      <div class="share-words">
        <h3>{name}</h3>
        <p>{line}</p>
      </div>
      <div class="share-ways">{children}</div>
    </li>
  );
}

/** Whether the device has a way of its own to hand a link on, as phones do. */
const canSend = () =>
  typeof navigator.share === 'function' && matchMedia('(pointer: coarse)').matches;

function LinkItem({ state, commands }: PartProps) {
  const field = useRef<HTMLInputElement>(null);
  const { link, copied } = state.share;
  const phrases = words.value.share.link;
  const refused = copied.value === 'refused';
  useEffect(() => {
    if (refused) field.current?.select();
  }, [refused]);
  const watching = state.watching.value;
  const isOwn = !watching || watching.file !== undefined;
  const edits = linkableEdits(state);
  const isCase = layoutName(scenarios.get(state.scene.value)) === 'case';
  return (
    <Item
      name={phrases.name}
      icon={LinkIcon}
      line={
        <>
          {isCase ? phrases.lineOfCase : phrases.line}
          {isOwn && phrases.own}
          {edits.length > 0 && (editsText(edits) ? phrases.changed : phrases.tooMany)}
        </>
      }
    >
      <input
        ref={field}
        class="share-link"
        type="text"
        readOnly
        value={link.value}
        aria-label={phrases.label}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button type="button" class="plain" autofocus onClick={() => void commands.copyLink()}>
        {copied.value === 'copied' ? phrases.copied : phrases.copy}
      </button>
      {canSend() && (
        <button type="button" class="plain" onClick={() => void commands.sendLink()}>
          {phrases.send}
        </button>
      )}
      {refused && (
        <p class="share-note" role="alert">
          {phrases.refused}
        </p>
      )}
    </Item>
  );
}

function PictureItem({ state, commands }: PartProps) {
  const { scale, caption } = state.share;
  const phrases = words.value.share.picture;
  return (
    <Item name={phrases.name} icon={PhotoIcon} line={phrases.line}>
      <label class="share-choice">
        <span>{phrases.size}</span>
        <select
          value={`${scale.value}`}
          onChange={(event) => {
            const chosen = pictureScales.find((each) => `${each}` === event.currentTarget.value);
            if (chosen) scale.value = chosen;
          }}
        >
          {pictureScales.map((each) => (
            <option key={each} value={`${each}`}>
              ×{each}
            </option>
          ))}
        </select>
      </label>
      <label class="share-choice">
        <input
          type="checkbox"
          checked={caption.value}
          onChange={(event) => {
            caption.value = event.currentTarget.checked;
          }}
        />
        <span>{phrases.caption}</span>
      </label>
      <button type="button" class="plain" onClick={() => void commands.savePicture()}>
        {phrases.save}
      </button>
    </Item>
  );
}

function VideoItem({ state, commands }: PartProps) {
  const recording = state.share.video.value.is === 'recording';
  const { seconds, bytes } = videoLimits;
  const phrases = words.value.share.video;
  return (
    <Item name={phrases.name} icon={FilmIcon} line={phrases.line(seconds / 60, bytes / 1e6)}>
      <button type="button" class="plain" onClick={commands.toggleVideo}>
        {recording ? phrases.stopAndSave : phrases.start}
      </button>
    </Item>
  );
}

function ResultsItem({ state, commands }: PartProps) {
  const none = state.progress.value.points.length === 0;
  const phrases = words.value.share.results;
  return (
    <Item name={phrases.name} icon={ChartIcon} line={none ? phrases.none : phrases.line}>
      {resultKinds.map((kind) => (
        <button
          key={kind}
          type="button"
          class="plain"
          disabled={none}
          onClick={() => commands.saveResults(kind)}
        >
          {phrases.ways[kind]}
        </button>
      ))}
    </Item>
  );
}

function PolicyItem({ state, commands }: PartProps) {
  const none = state.updates.value === 0;
  const phrases = words.value.share.policy;
  return (
    <Item name={phrases.name} icon={PolicyIcon} line={none ? phrases.none : phrases.line}>
      <button
        type="button"
        class="plain"
        disabled={none}
        onClick={() => void commands.savePolicy()}
      >
        {phrases.save}
      </button>
    </Item>
  );
}

function RunItem({ state, commands }: PartProps) {
  const runs = state.learner.value.is === 'running';
  const phrases = words.value.share.run;
  return (
    <Item name={phrases.name} icon={FileIcon} line={runs ? phrases.line : phrases.none}>
      <button type="button" class="plain" disabled={!runs} onClick={commands.saveFile}>
        {phrases.save}
      </button>
    </Item>
  );
}

export function ShareDialog(props: PartProps) {
  const { commands } = props;
  const { share } = words.value;
  return (
    <Dialog title={share.title} name="share-dialog" onClose={commands.closeDialog}>
      <CloseButton name={share.closes} onClick={commands.closeDialog} />
      <ul class="share-items">
        <LinkItem {...props} />
        <PictureItem {...props} />
        <VideoItem {...props} />
        <ResultsItem {...props} />
        <PolicyItem {...props} />
        <RunItem {...props} />
      </ul>
      <div class="share-open">
        <p>{share.got(share.kinds(fileKinds))}</p>
        <button
          type="button"
          class="plain"
          onClick={() => {
            commands.closeDialog();
            commands.chooseFile('open');
          }}
        >
          {share.open}
        </button>
      </div>
    </Dialog>
  );
}
