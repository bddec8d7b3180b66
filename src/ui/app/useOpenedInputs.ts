import { useStore } from 'zustand';
import type { OwnInput } from '../../state/run/openedInputs';
import { useApp } from './useApp';

/** Videos and folders of one's own that stand in the list of inputs. */
export function useOpenedInputs(): readonly OwnInput[] {
  const app = useApp();
  return useStore(app.openedInputs, ({ opened }) => opened);
}
