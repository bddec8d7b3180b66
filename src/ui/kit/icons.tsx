import type { ReactNode } from 'react';

/** The icons: 16 × 16, one stroke of 1.5, the colour of the text. They are decoration; the control says its name. */
export function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
    >
      {children}
    </svg>
  );
}

export const Chevron = () => (
  <Icon>
    <path d="m6.5 4.5 3.5 3.5-3.5 3.5" />
  </Icon>
);

export const ChevronDown = () => (
  <Icon>
    <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />
  </Icon>
);

export const UndoIcon = () => (
  <Icon>
    <path d="M6 3.5 3 6.5l3 3M3.2 6.5H9a3.5 3.5 0 0 1 0 7H6.5" />
  </Icon>
);

export const RedoIcon = () => (
  <Icon>
    <path d="m10 3.5 3 3-3 3M12.8 6.5H7a3.5 3.5 0 0 0 0 7h2.5" />
  </Icon>
);

export const SunIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="2.75" />
    <path d="M8 1.5v1.25M8 13.25v1.25M1.5 8h1.25M13.25 8h1.25M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9" />
  </Icon>
);

export const MoonIcon = () => (
  <Icon>
    <path d="M13.5 9.6A5.75 5.75 0 0 1 6.4 2.5a5.75 5.75 0 1 0 7.1 7.1Z" />
  </Icon>
);

export const SystemIcon = () => (
  <Icon>
    <rect x="2" y="3" width="12" height="8" rx="1.25" />
    <path d="M6 13.5h4" />
  </Icon>
);

export const MoreIcon = () => (
  <Icon>
    <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.25" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="m4 4 8 8M12 4l-8 8" />
  </Icon>
);

export const LeftPanelIcon = () => (
  <Icon>
    <rect x="2" y="2.75" width="12" height="10.5" rx="1.5" />
    <path d="M6 2.75v10.5" />
  </Icon>
);

export const RightPanelIcon = () => (
  <Icon>
    <rect x="2" y="2.75" width="12" height="10.5" rx="1.5" />
    <path d="M10 2.75v10.5" />
  </Icon>
);

export const DockIcon = () => (
  <Icon>
    <rect x="2" y="2.75" width="12" height="10.5" rx="1.5" />
    <path d="M2 9.5h12" />
  </Icon>
);

export const PlayIcon = () => (
  <Icon>
    <path d="M5 3.25v9.5L12.5 8Z" fill="currentColor" />
  </Icon>
);

export const StopIcon = () => (
  <Icon>
    <rect x="4" y="4" width="8" height="8" rx="1" fill="currentColor" />
  </Icon>
);

export const WarningIcon = () => (
  <Icon>
    <path d="M8 2.25 14.25 13H1.75Z" />
    <path d="M8 6.5v3M8 11.25v.01" />
  </Icon>
);

export const InfoIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6" />
    <path d="M8 7.5V11M8 5v.01" />
  </Icon>
);

export const OpenIcon = () => (
  <Icon>
    <path d="M2 12.25v-8.5c0-.5.4-1 1-1h3.25l1.5 2H13c.6 0 1 .4 1 1v6.5c0 .6-.4 1-1 1H3c-.6 0-1-.4-1-1Z" />
  </Icon>
);

export const SaveIcon = () => (
  <Icon>
    <path d="M8 2.5v7.5M5 7.25 8 10.25l3-3M3 13h10" />
  </Icon>
);

export const StackIcon = () => (
  <Icon>
    <path d="m8 2.25 6 3-6 3-6-3ZM2 8.25l6 3 6-3M2 11l6 3 6-3" />
  </Icon>
);

export const LinkIcon = () => (
  <Icon>
    <path d="M6.75 9.25a2.75 2.75 0 0 0 3.9 0l2.1-2.1a2.75 2.75 0 0 0-3.9-3.9l-.6.6M9.25 6.75a2.75 2.75 0 0 0-3.9 0l-2.1 2.1a2.75 2.75 0 0 0 3.9 3.9l.6-.6" />
  </Icon>
);

export const PinIcon = () => (
  <Icon>
    <path d="M6 2.5h4M6.5 2.5v4L4.5 9h7l-2-2.5v-4M8 9v4.5" />
  </Icon>
);

export const SearchIcon = () => (
  <Icon>
    <circle cx="7" cy="7" r="4.25" />
    <path d="m10.25 10.25 3.5 3.5" />
  </Icon>
);
