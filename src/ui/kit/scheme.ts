import { createContext } from 'react';

/** Which of the two sets of colours the page is in, for what is painted and not styled. */
export const SchemeContext = createContext<'light' | 'dark'>('light');
