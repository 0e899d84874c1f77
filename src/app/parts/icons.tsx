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

/** The mark: an eye that looks aside. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
    <rect class="mark-head" x="1.5" y="3.5" width="21" height="17" rx="8.5" />
    <circle class="mark-eye" cx="14.2" cy="11.4" r="5" />
    <circle class="mark-pupil" cx="15.6" cy="10.6" r="2.3" />
  </svg>
);
