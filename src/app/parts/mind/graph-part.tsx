/**
 * The scene graph as the selected robot senses it: of each node where it is and what the sensor says of it, and what
 * goes along the edges, of one round and head or the mean. A few of either, or all in a region of its own that scrolls.
 */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { SensedGraph } from '../../../agents/attention-report.ts';
import type { GraphEdge, GraphNode, GraphReport } from '../../../explain/graph-report.ts';
import { integer, metresText, percent, reading } from '../../format.ts';
import { words } from '../../words/index.ts';
import { featureName, labelText } from '../../words/name-known.ts';
import type { PartProps } from '../part.ts';
import { ShareChoice } from './share-choice.tsx';
import { ShowAllButton } from './show-all-button.tsx';

/** Rows that are shown unless all are asked for. */
const most = 5;

interface RowsProps<Row> {
  readonly title: string;
  readonly columns: readonly string[];
  /** In the order of the graph, and those that come first otherwise. */
  readonly rows: readonly Row[];
  readonly foremost: readonly Row[];
  readonly children: (row: Row) => ComponentChildren;
}

function Rows<Row>({ title, columns, rows, foremost, children }: RowsProps<Row>) {
  const showsAll = useSignal(false);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by key. */}
      <section class="wide-table graph-rows" tabIndex={0} aria-label={title}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{(showsAll.value ? rows : foremost).map(children)}</tbody>
        </table>
      </section>
      {rows.length > foremost.length && <ShowAllButton showsAll={showsAll} count={rows.length} />}
    </>
  );
}

const distance = ({ forward, left }: GraphNode) =>
  forward === null || left === null ? Number.POSITIVE_INFINITY : Math.hypot(forward, left);

function Nodes({ graph: { nodes, features } }: { readonly graph: GraphReport }) {
  const { graph: said } = words.value.mind.senses;
  const columns = [said.place, said.kind, said.forward, said.left];
  const place = (value: number | null) => (value === null ? '–' : metresText(value));
  return (
    <Rows
      title={said.nodes}
      columns={[...columns, ...features.map(featureName)]}
      rows={nodes}
      foremost={nodes.toSorted((a, b) => distance(a) - distance(b)).slice(0, most)}
    >
      {({ node, label, kind, forward, left, values }) => (
        <tr key={node} data-node={node}>
          <th scope="row" title={labelText(label)}>
            {labelText(label)}
          </th>
          <td>{featureName(kind)}</td>
          <td>{place(forward)}</td>
          <td>{place(left)}</td>
          {values.map((value, i) => (
            <td key={features[i]}>{reading(value)}</td>
          ))}
        </tr>
      )}
    </Rows>
  );
}

function Edges({ state, graph }: Pick<PartProps, 'state'> & { readonly graph: GraphReport }) {
  const { nodes, edges, rounds, heads } = graph;
  const { graph: said } = words.value.mind.senses;
  if (edges.length === 0) return null;
  const labels = new Map(nodes.map(({ node, label }) => [node, label]));
  const name = (node: number) => labelText(labels.get(node) ?? '');
  const rank = ({ share, length }: GraphEdge) => share ?? -(length ?? 0);
  return (
    <>
      <h4>{said.edges}</h4>
      {rounds > 0 ? (
        <>
          <ShareChoice choice={state.messageChoice} of="round" count={rounds} />
          <ShareChoice choice={state.messageChoice} of="head" count={heads} />
        </>
      ) : (
        <p class="none">{said.unread}</p>
      )}
      <Rows
        title={said.edges}
        columns={[said.between, said.kind, said.length, ...(rounds > 0 ? [said.share] : [])]}
        rows={edges}
        foremost={edges.toSorted((a, b) => rank(b) - rank(a)).slice(0, most)}
      >
        {({ from, to, kinds, length, share }) => (
          <tr key={`${from} ${to}`} data-edge={`${from} ${to}`}>
            <th scope="row" title={said.hears(name(to), name(from))}>
              {said.hears(name(to), name(from))}
            </th>
            <td>{words.value.page.list(kinds.map(featureName))}</td>
            <td>{length === null ? '–' : metresText(length)}</td>
            {share !== null && <td>{percent(share)}</td>}
          </tr>
        )}
      </Rows>
    </>
  );
}

export function GraphPart({
  state,
  size,
}: Pick<PartProps, 'state'> & { readonly size: SensedGraph }) {
  const { senses } = words.value.mind;
  const graph = state.answer.value?.graph;
  return (
    <section class="sensed">
      <h3>{senses.graph.title}</h3>
      <p>{senses.graph.size(integer(size.nodes), integer(size.edges))}</p>
      {graph && (
        <>
          <Nodes graph={graph} />
          <Edges state={state} graph={graph} />
        </>
      )}
    </section>
  );
}
