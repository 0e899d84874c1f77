/** The visitor's own avatar: who wears it, and the way to be without it again. In its dialog, and among preferences. */
import type { ComponentChildren } from 'preact';
import { agentName } from '../../../view/names.ts';
import { mostWearers } from '../../../view/own-avatar/worn-part.ts';
import { wearersOf } from '../../visit/own-avatar.ts';
import { words } from '../../words/index.ts';
import { Choice } from '../choice.tsx';
import { Dialog } from '../dialog.tsx';
import type { PartProps } from '../part.ts';

/** `children` stand below the choice. */
function WearersChoice({
  state,
  commands,
  children,
}: PartProps & { children?: ComponentChildren }) {
  const own = state.avatar.value;
  if (!own) return null;
  const { avatar } = words.value.share;
  const { wearers, model } = own;
  const most = mostWearers(model);
  const areMore = state.agents.value > most;
  const one = typeof wearers === 'number' ? wearers : state.selected.value;
  return (
    <Choice<string>
      {...{ name: 'wearers', title: avatar.wornBy, chosen: `${wearers}` }}
      options={['nobody', ...(one === undefined ? [] : [`${one}`]), 'everybody']}
      labels={{
        nobody: avatar.you,
        ...(one === undefined ? {} : { [one]: avatar.youAnd(agentName(one)) }),
        everybody: areMore ? avatar.youAndSome(most) : avatar.everybody,
      }}
      onChoose={(option) => commands.setWearers(wearersOf(option))}
      line={
        <>
          {areMore && wearers === 'everybody' && (
            <p class="preference-line">{avatar.detailed(most)}</p>
          )}
          {children}
        </>
      }
    />
  );
}

/** Among preferences, while there is one: how to be without it, too, and be it that it cannot be read any more. */
export function AvatarSetting(props: PartProps) {
  const { state, commands } = props;
  const own = state.avatar.value;
  const kept = own ?? state.unreadAvatar.value;
  if (!kept) return null;
  const { avatar } = words.value.share;
  const remove = (
    <button type="button" class="plain preference-act" onClick={commands.removeAvatar}>
      {kept.file === undefined ? avatar.remove : avatar.removeNamed(kept.file)}
    </button>
  );
  if (own) return <WearersChoice {...props}>{remove}</WearersChoice>;
  return (
    <fieldset class="preference">
      <legend>{avatar.title}</legend>
      {remove}
    </fieldset>
  );
}

export function AvatarDialog(props: PartProps) {
  const { state, commands } = props;
  const own = state.avatar.value;
  if (!own) return null;
  const { avatar } = words.value.share;
  const isIn = state.visiting.value;
  return (
    <Dialog title={avatar.title} name="avatar-dialog" onClose={commands.closeDialog}>
      <p>{avatar.line(own.file)}</p>
      <WearersChoice {...props} />
      <div class="dialog-buttons">
        <button type="button" class="plain" onClick={commands.removeAvatar}>
          {avatar.remove}
        </button>
        <span class="space" />
        <button type="button" class="plain" autofocus={isIn} onClick={commands.closeDialog}>
          {avatar.done}
        </button>
        {!isIn && (
          <button
            type="button"
            class="plain"
            autofocus
            onClick={() => {
              commands.closeDialog();
              commands.toggleVisit();
            }}
          >
            {words.value.page.walk.enter}
          </button>
        )}
      </div>
    </Dialog>
  );
}
