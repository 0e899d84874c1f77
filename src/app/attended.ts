/**
 * An attention report as a list that a person can read: weights are smoothed from report to report,
 * so that rows change places when something has changed and not ten times a second.
 */
import type { AttendedEntity, AttentionReport } from '../agents/attention-report.ts';
import { agentName, visitorName } from '../view/names.ts';

export interface AttendedRow {
  readonly key: string;
  readonly kind: 'entity' | 'node';
  readonly label: string;
  /** Smoothed share of attention, 0 to 1. */
  readonly weight: number;
}

export interface Attended {
  readonly agent: number;
  /** Heaviest first. */
  readonly entities: readonly AttendedRow[];
  readonly nodes: readonly AttendedRow[];
}

/** How fast a weight follows a new report. */
const follow = 0.3;
/** Rows lighter than this say nothing. */
const lightest = 0.005;

export function attend(before: Attended | undefined, report: AttentionReport): Attended {
  const past = before?.agent === report.agent ? before : undefined;
  return {
    agent: report.agent,
    entities: smooth(
      past?.entities,
      report.entities.map((entity) => ({
        ...{ key: `body ${entity.body}`, kind: 'entity', weight: entity.weight },
        label: labelOf(entity),
      })),
    ),
    nodes: smooth(
      past?.nodes,
      report.nodes.map(({ node, label, weight }) => ({
        ...{ key: `node ${node}`, kind: 'node', label, weight },
      })),
    ),
  };
}

/** Robots are known to the person by their names, and the person itself is the visitor. */
function labelOf({ kind, body, label }: AttendedEntity): string {
  if (kind === 'visitor') return visitorName;
  return kind === 'agent' ? agentName(body) : label;
}

function smooth(
  before: readonly AttendedRow[] | undefined,
  rows: readonly AttendedRow[],
): readonly AttendedRow[] {
  if (!before) return rows.filter((row) => row.weight >= lightest).sort(heaviestFirst);
  const past = new Map(before.map((row) => [row.key, row]));
  const smoothed = rows.map((row) => {
    const weight = past.get(row.key)?.weight ?? 0;
    past.delete(row.key);
    return { ...row, weight: weight + follow * (row.weight - weight) };
  });
  // What is no longer in sight fades instead of blinking.
  const fading = [...past.values()].map((row) => ({ ...row, weight: row.weight * (1 - follow) }));
  return [...smoothed, ...fading].filter((row) => row.weight >= lightest).sort(heaviestFirst);
}

const heaviestFirst = (a: AttendedRow, b: AttendedRow) =>
  b.weight - a.weight || a.key.localeCompare(b.key);
