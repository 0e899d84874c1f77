/**
 * What it attends to, and what of that matters: beside every weight its influence. Where the two disagree, so do
 * the bars, and the marks of what comes first by each stand in different rows.
 */
import { useRef } from 'preact/hooks';
import type { AttentionHistory } from '../../mind/attention-history.ts';
import { influencesOf, inOrder } from '../../mind/influences.ts';
import type { InfluenceOrder } from '../../state.ts';
import { words } from '../../words/index.ts';
import { ReportButton } from '../learning/report-button.tsx';
import type { PartProps } from '../part.ts';
import { HeadSelect } from './head-select.tsx';
import { HeadsTable } from './heads-table.tsx';
import { InfluenceLegend } from './influence-legend.tsx';
import { InfluenceList } from './influence-list.tsx';

const mostThings = 3;
const mostPlaces = 4;
/** m/s that fill a bar at least: what is less is little, and looks it. */
const leastScale = 0.1;
const orders: readonly InfluenceOrder[] = ['influence', 'attention'];

function Order({ state }: Pick<PartProps, 'state'>) {
  const { attends } = words.value.mind;
  return (
    <fieldset class="order" aria-label={attends.order}>
      <span aria-hidden="true">{attends.by}</span>
      {orders.map((order) => (
        <button
          key={order}
          type="button"
          aria-label={attends.orderBy[order]}
          aria-pressed={state.order.value === order}
          onClick={() => {
            state.order.value = order;
          }}
        >
          {attends.orders[order]}
        </button>
      ))}
    </fieldset>
  );
}

export function AttendsView(props: PartProps & { readonly history: AttentionHistory }) {
  const { state } = props;
  // Where nothing is in sight nothing tells how many there are, and what a person is about to press must not go.
  const heads = useRef(0);
  const answer = state.answer.value;
  if (!answer) return <p class="none">{words.value.mind.nothing}</p>;
  const influences = influencesOf(answer.explanation);
  const { things, places } = influences;
  heads.current = [...things, ...places][0]?.heads.length ?? heads.current;
  const changes = [...things, ...places].flatMap(({ leftOut, masked }) => [leftOut, masked]);
  const common = {
    ...{ ...props, influences, judged: answer.judged },
    strongest: Math.max(leastScale, ...changes),
  };
  const absent = state.absent.value;
  const order = state.order.value;
  const foremost = [
    ...inOrder(things, order).slice(0, mostThings),
    ...inOrder(places, order).slice(0, mostPlaces),
  ];
  return (
    <>
      <InfluenceLegend judged={answer.judged} />
      <InfluenceList
        {...common}
        title={words.value.mind.attends.things}
        beside={
          <>
            <Order state={state} />
            <HeadSelect state={state} over="things" heads={heads.current} />
          </>
        }
        rows={things}
        absent={absent.filter(({ isPlace }) => !isPlace)}
        most={mostThings}
      />
      {(places.length > 0 || absent.some(({ isPlace }) => isPlace)) && (
        <InfluenceList
          {...common}
          title={words.value.mind.attends.places}
          beside={<HeadSelect state={state} over="places" heads={heads.current} />}
          rows={places}
          absent={absent.filter(({ isPlace }) => isPlace)}
          most={mostPlaces}
        />
      )}
      {foremost.length > 0 && (
        <HeadsTable {...props} foremost={foremost} all={[...things, ...places]} />
      )}
      <ReportButton {...props} />
    </>
  );
}
