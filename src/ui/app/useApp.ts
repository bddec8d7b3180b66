import { createContext, useContext } from 'react';
import type { App } from '../../state/app';
import { pageApp } from '../../state/pageApp';

/** The app that a tree of components shows. */
export const AppContext = createContext<App>(pageApp);

/** The app whose stores and services a component reads and calls. */
export function useApp(): App {
  return useContext(AppContext);
}
