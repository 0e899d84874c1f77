/** Icons of sharing; see icons.tsx. */
import { Icon } from '../icons.tsx';

export const ShareIcon = () => (
  <Icon>
    <path d="M10 12.2V3.4M6.8 6.2 10 3l3.2 3.2M5.6 9.4H4.4v7.2h11.2V9.4h-1.2" />
  </Icon>
);

export const LinkIcon = () => (
  <Icon>
    <path d="m8.4 11.6 3.2-3.2M9 6.6l1.9-1.9a3.1 3.1 0 0 1 4.4 4.4L13.4 11M11 13.4l-1.9 1.9a3.1 3.1 0 0 1-4.4-4.4L6.6 9" />
  </Icon>
);

export const PhotoIcon = () => (
  <Icon>
    <rect x="2.8" y="4.4" width="14.4" height="11.2" rx="2" />
    <circle class="solid" cx="7" cy="8.4" r="1.3" />
    <path d="m4 14 4.2-3.6 2.6 2.2 2.6-2.8 3.4 3.4" />
  </Icon>
);

export const FilmIcon = () => (
  <Icon>
    <rect x="2.6" y="5.4" width="10" height="9.2" rx="2" />
    <path d="m12.6 9 4.8-2.4v6.8L12.6 11" />
  </Icon>
);

export const ChartIcon = () => (
  <Icon>
    <path d="M3.4 3.6v12.8h13.2" />
    <path d="m6 13 3-4.4 2.6 2.2 4.6-5.6" />
  </Icon>
);

export const PolicyIcon = () => (
  <Icon>
    <circle cx="4.6" cy="6" r="1.7" />
    <circle cx="4.6" cy="14" r="1.7" />
    <circle cx="15.4" cy="10" r="1.9" />
    <path d="m6.2 6.7 7.4 2.6M6.2 13.3l7.4-2.6" />
  </Icon>
);

export const FileIcon = () => (
  <Icon>
    <path d="M5 2.8h6.4L15.4 7v10.2H5Z" />
    <path d="M11.2 3v4.2h4" />
  </Icon>
);
