import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Mantine's neutral greys, replaced by the tokens' own so that its parts lie on the same surfaces as ours. */
const GRAY: MantineColorsTuple = [
  '#f7f8fa',
  '#f4f5f8',
  '#eef0f4',
  '#e1e4ea',
  '#c6cbd5',
  '#9aa1ae',
  '#656c7a',
  '#4a515e',
  '#2b313b',
  '#15181e',
];

/** From text to ground, as Mantine orders dark. */
const DARK: MantineColorsTuple = [
  '#e9ebef',
  '#b3bac6',
  '#8f97a5',
  '#6a7281',
  '#434b59',
  '#2a2f39',
  '#1b1f26',
  '#15181d',
  '#111318',
  '#0e1014',
];

/** The visual language as Mantine reads it. Sizes and colours repeat tokens.css; the reasons are there. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  colors: { gray: GRAY, dark: DARK },
  fontFamily: 'var(--x3d-font)',
  fontFamilyMonospace: 'var(--x3d-mono)',
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '15px', xl: '20px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.45', lg: '1.4', xl: '1.3' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '10px', xl: '16px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    Button: { defaultProps: { size: 'xs', variant: 'default' } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Popover: { defaultProps: { shadow: 'none', transitionProps: { duration: 120 }, withinPortal: true } },
    SegmentedControl: { defaultProps: { size: 'xs', transitionDuration: 120 } },
    Switch: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 350, offset: 3, withinPortal: true, transitionProps: { duration: 100 } } },
  },
});
