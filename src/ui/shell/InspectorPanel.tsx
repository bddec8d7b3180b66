import { WeightView } from '../checkpoint/WeightView';
import { LookSection } from '../inside/LookSection';
import { Inspector } from '../inspector/Inspector';

/** What is known of the selected part: its costs, what the last run computed there, and its weights. */
export function InspectorPanel() {
  return (
    <>
      <Inspector />
      <LookSection />
      <WeightView />
    </>
  );
}
