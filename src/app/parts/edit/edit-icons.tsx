/** Line icons of editing, as those of icons.tsx; decoration only. */
import type { AddedLook } from '../../../scene/edit.ts';
import { Icon } from '../icons.tsx';

export const HandIcon = () => (
  <Icon>
    <path d="M10 3v4m0 6v4M3 10h4m6 0h4" />
    <path d="m8.4 4.6 1.6-1.8 1.6 1.8M8.4 15.4l1.6 1.8 1.6-1.8M4.6 8.4 2.8 10l1.8 1.6m10.8-3.2 1.8 1.6-1.8 1.6" />
  </Icon>
);

export const UndoIcon = () => (
  <Icon>
    <path d="M4 8.2h8a4 4 0 0 1 0 8H8.4" />
    <path d="m7.2 5-3.2 3.2 3.2 3.2" />
  </Icon>
);

export const RedoIcon = () => (
  <Icon>
    <path d="M16 8.2H8a4 4 0 0 0 0 8h3.6" />
    <path d="m12.8 5 3.2 3.2-3.2 3.2" />
  </Icon>
);

export const TurnIcon = () => (
  <Icon>
    <path d="M15.6 10.6A5.8 5.8 0 1 1 13 5.1" />
    <path d="m10.2 2.6 3.2 2.4-2.4 3.2" />
  </Icon>
);

export const RemoveIcon = () => (
  <Icon>
    <path d="M4 6h12M8 6V3.8h4V6M5.6 6l.8 10.4h7.2L14.4 6" />
  </Icon>
);

const drawings: Readonly<Record<AddedLook, () => preact.JSX.Element>> = {
  crate: () => <path d="M4 4.6h12v11H4zM4 4.6l12 11" />,
  barrel: () => <path d="M6 3.8h8q1.8 6.2 0 12.4H6q-1.8-6.2 0-12.4ZM5.1 8h9.8m-9.8 4.2h9.8" />,
  hedge: () => (
    <path d="M2.6 15.6v-6q1.2-2.4 2.8-.8 1-3 3-1.2 1.6-2.6 3.4-.2 1.8-1.4 2.6 1 2-.8 3 1.4v5.8z" />
  ),
  wall: () => <path d="M3 5h14v10.6H3zM3 8.6h14M3 12.2h14M8 5v3.6m4.4 0v3.6M7 12.2v3.4" />,
  bench: () => <path d="M3 9.4h14M3 6.4h14M5 9.4v6m10-6v6" />,
  planter: () => (
    <path d="M5 10h10l-1.4 6H6.4zM10 10V6.6M10 7q-3.4.2-3.6-3Q9.8 3.6 10 7Zm0 0q3.4.2 3.6-3Q10.2 3.6 10 7Z" />
  ),
  pillar: () => <path d="M5.4 3.8h9.2M5.4 16.2h9.2M7.2 3.8v12.4m5.6-12.4v12.4" />,
};

export function ThingIcon({ look }: { look: AddedLook }) {
  return <Icon>{drawings[look]()}</Icon>;
}
