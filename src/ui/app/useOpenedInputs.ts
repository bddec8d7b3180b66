import { useStore } from 'zustand';
import { type OwnInput, openedInputsStore } from '../../state/run/openedInputs';

/** Videos and folders of one's own that stand in the list of inputs. */
export function useOpenedInputs(): readonly OwnInput[] {
  return useStore(openedInputsStore, ({ opened }) => opened);
}
