/** Above the transport bar while another moment is in view: which one, the way to others, and back to now. */
import { momentText } from '../../rewind/rewind.ts';
import { words } from '../../words/index.ts';
import type { Rewound } from '../../workers/rewind-messages.ts';
import { NextIcon, PreviousIcon } from '../icons.tsx';
import type { PartProps } from '../part.ts';

/** More marks than this would be one line. */
const mostMarks = 120;

function Contacts({ contacts, decisions }: Rewound) {
  return (
    <div class="rewind-contacts" aria-hidden="true">
      {contacts.slice(-mostMarks).map((moment) => (
        <span key={moment} style={{ '--at': moment / Math.max(1, decisions) }} />
      ))}
    </div>
  );
}

export function RewindBar({ state, commands }: PartProps) {
  const { rewound, asked } = state.rewind;
  const now = rewound.value;
  if (!now) return null;
  const { rewind } = words.value;
  const { decisions, contacts, decisionSeconds, file, differsFrom } = now;
  const at = asked.value ?? now.at;
  const text = momentText({ ...now, at });
  return (
    <section class="rewind-bar card" aria-label={rewind.title}>
      <div class="rewind-head">
        <p class="rewind-title">
          {file ?? rewind.rewound} <output class="rewind-moment">{text}</output>
        </p>
        <p class="rewind-hint">
          {contacts.length > 0 && (
            <>
              <span class="rewind-key" aria-hidden="true" /> {rewind.met}
            </>
          )}
        </p>
      </div>
      <div class="rewind-row">
        <button
          type="button"
          class="quiet"
          aria-label={rewind.back}
          title={rewind.backHint}
          onClick={() => commands.stepMoment(-1)}
        >
          <PreviousIcon />
        </button>
        <div class="rewind-slider">
          <Contacts {...now} />
          <input
            type="range"
            min={0}
            max={decisions}
            step={1}
            value={at}
            style={{ '--share': at / Math.max(1, decisions) }}
            aria-label={rewind.slider(Math.round(decisions * decisionSeconds))}
            aria-valuetext={text}
            onInput={(event) => commands.rewindTo(Number(event.currentTarget.value))}
          />
        </div>
        <button
          type="button"
          class="quiet"
          aria-label={rewind.forward}
          title={rewind.forwardHint}
          onClick={() => commands.stepMoment(1)}
        >
          <NextIcon />
        </button>
      </div>
      {differsFrom !== undefined && (
        <p class="rewind-differs" role="status">
          {rewind.differs(differsFrom)}
        </p>
      )}
      <div class="rewind-foot">
        <button type="button" class="plain small" onClick={commands.saveRecording}>
          {rewind.save}
        </button>
        <button type="button" class="learn" onClick={commands.backToNow}>
          {rewind.toNow}
        </button>
      </div>
    </section>
  );
}
