import { createContext, useContext } from 'react';
import type { App } from '../../state/app';

/** The app that a tree of components shows. */
export const AppContext = createContext<App | null>(null);

/** The app whose stores and services a component reads and calls. @throws Error outside of an AppContext */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('A component that reads the app stands outside of AppContext.');
  return app;
}
