/** Line icons on a 20 × 20 grid; decoration only, the control beside them has the name. */
import type { ComponentChildren } from 'preact';

export function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      {children}
    </svg>
  );
}

export const PlayIcon = () => (
  <Icon>
    <path
      class="solid"
      d="M6.5 4.2v11.6a.6.6 0 0 0 .92.5l9-5.8a.6.6 0 0 0 0-1l-9-5.8a.6.6 0 0 0-.92.5Z"
    />
  </Icon>
);

export const PauseIcon = () => (
  <Icon>
    <rect class="solid" x="5.2" y="4" width="3.4" height="12" rx="1" />
    <rect class="solid" x="11.4" y="4" width="3.4" height="12" rx="1" />
  </Icon>
);

export const RestartIcon = () => (
  <Icon>
    <path d="M4.2 10a5.8 5.8 0 1 0 1.9-4.3" />
    <path d="M3.8 3.4v3.2h3.2" />
  </Icon>
);

export const RewindIcon = () => (
  <Icon>
    <path
      class="solid"
      d="M10 5.2v9.6a.5.5 0 0 1-.8.4L3 10.4a.5.5 0 0 1 0-.8l6.2-4.8a.5.5 0 0 1 .8.4ZM17.4 5.2v9.6a.5.5 0 0 1-.8.4l-6.2-4.8a.5.5 0 0 1 0-.8l6.2-4.8a.5.5 0 0 1 .8.4Z"
    />
  </Icon>
);

export const OrbitIcon = () => (
  <Icon>
    <circle class="solid" cx="10" cy="10" r="2" />
    <ellipse cx="10" cy="10" rx="7.4" ry="3.4" transform="rotate(-24 10 10)" />
  </Icon>
);

export const FollowIcon = () => (
  <Icon>
    <circle class="solid" cx="10" cy="6.2" r="2.2" />
    <path d="M5 16.4 10 11.4l5 5" />
  </Icon>
);

export const ClosedEyeIcon = () => (
  <Icon>
    <path d="M2.6 8.4c1.9 2.5 4.4 3.8 7.4 3.8s5.5-1.3 7.4-3.8M10 12.2v2.6M5.2 11l-1.5 2.2M14.8 11l1.5 2.2" />
  </Icon>
);

export const EyeIcon = () => (
  <Icon>
    <path d="M2.4 10S5.2 4.9 10 4.9 17.6 10 17.6 10 14.8 15.1 10 15.1 2.4 10 2.4 10Z" />
    <circle class="solid" cx="10" cy="10" r="2.2" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="m5.5 5.5 9 9m0-9-9 9" />
  </Icon>
);

export const ChevronIcon = () => (
  <Icon>
    <path d="m6 8 4 4 4-4" />
  </Icon>
);

export const PreviousIcon = () => (
  <Icon>
    <path d="m12 5-5 5 5 5" />
  </Icon>
);

export const NextIcon = () => (
  <Icon>
    <path d="m8 5 5 5-5 5" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="m4.8 10.4 3.4 3.4 7-7.4" />
  </Icon>
);

export const SunIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="3.2" />
    <path d="M10 2.6v2M10 15.4v2M2.6 10h2M15.4 10h2M4.8 4.8l1.4 1.4M13.8 13.8l1.4 1.4M4.8 15.2l1.4-1.4M13.8 6.2l1.4-1.4" />
  </Icon>
);

export const TwilightIcon = () => (
  <Icon>
    <path d="M6.4 13.4a3.6 3.6 0 0 1 7.2 0" />
    <path d="M2.6 13.4h14.8M6 16.6h8M10 4.4v2.2M4.2 7.2l1.5 1.5M15.8 7.2l-1.5 1.5" />
  </Icon>
);

/** A hand's cross of arrows. */
export const MoveIcon = () => (
  <Icon>
    <path d="M10 2.8v14.4M2.8 10h14.4M8 4.8l2-2 2 2M8 15.2l2 2 2-2M4.8 8l-2 2 2 2M15.2 8l2 2-2 2" />
  </Icon>
);

export const MoonIcon = () => (
  <Icon>
    <path d="M15.6 12.2A6.4 6.4 0 0 1 7.8 4.4a6.4 6.4 0 1 0 7.8 7.8Z" />
  </Icon>
);

export const GearIcon = () => (
  <Icon>
    <path d="M8.53 4.70L8.64 2.52L11.36 2.52L11.47 4.70L12.71 5.21L14.33 3.75L16.25 5.67L14.79 7.29L15.30 8.53L17.48 8.64L17.48 11.36L15.30 11.47L14.79 12.71L16.25 14.33L14.33 16.25L12.71 14.79L11.47 15.30L11.36 17.48L8.64 17.48L8.53 15.30L7.29 14.79L5.67 16.25L3.75 14.33L5.21 12.71L4.70 11.47L2.52 11.36L2.52 8.64L4.70 8.53L5.21 7.29L3.75 5.67L5.67 3.75L7.29 5.21Z" />
    <circle cx="10" cy="10" r="2.3" />
  </Icon>
);

export const BinIcon = () => (
  <Icon>
    <path d="M4 5.6h12M8 5.4V3.6h4v1.8M5.4 5.8l.8 10.6h7.6l.8-10.6M8.4 8.6v5M11.6 8.6v5" />
  </Icon>
);

export const HelpIcon = () => (
  <Icon>
    <path d="M7.4 7.6a2.7 2.7 0 1 1 3.9 2.4c-.8.4-1.3 1-1.3 1.9" />
    <circle class="solid" cx="10" cy="14.6" r=".9" />
  </Icon>
);

export const WalkIcon = () => (
  <Icon>
    <circle class="solid" cx="11" cy="3.8" r="1.8" />
    <path d="m6.4 10.4 2-3.2 2.8.2 1.4 2.8 2.4 1" />
    <path d="m10.6 7.6-1.2 4.2 2.6 2 .6 3.4M9.2 12.2l-1 2.4-2.4 2.4" />
  </Icon>
);

export const LeaveIcon = () => (
  <Icon>
    <path d="M11.6 3.6H4.4v12.8h7.2" />
    <path d="M8.6 10h7.6m-2.8-2.9 2.9 2.9-2.9 2.9" />
  </Icon>
);

export const LayersIcon = () => (
  <Icon>
    <path d="m10 3 7 3.6-7 3.6-7-3.6Z" />
    <path d="m3 10 7 3.6 7-3.6M3 13.4 10 17l7-3.6" />
  </Icon>
);

/** The mark: an eye that looks aside. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
    <rect class="mark-head" x="1.5" y="3.5" width="21" height="17" rx="8.5" />
    <circle class="mark-eye" cx="14.2" cy="11.4" r="5" />
    <circle class="mark-pupil" cx="15.6" cy="10.6" r="2.3" />
  </svg>
);
