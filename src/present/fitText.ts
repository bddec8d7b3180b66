import type { Ledger } from '../state/files/checkpoint';
import { countText } from '../text/numberText';

/** How the network recognised and the file fit each other, in sentences that leave nothing of the ledger out. */
export function fitText({ loaded, drawn, unexpected }: Ledger): string {
  const filled = loaded.filter(({ name }) => name === null).length;
  const computing = unexpected.filter(({ harmless }) => harmless === null).length;
  if (drawn.length + filled + unexpected.length === 0) return 'The network on the screen stores exactly these tensors.';
  const said = [
    drawn.length > 0 &&
      `${countText(drawn.length, 'of its tensors is', 'of its tensors are')} not in the file and random`,
    filled > 0 && `${countText(filled, 'is', 'are')} filled in so that nothing changes`,
    computing > 0 &&
      `${countText(computing, 'tensor', 'tensors')} of the file may compute and ${computing === 1 ? 'has' : 'have'} no place in it`,
    unexpected.length > computing &&
      `${countText(unexpected.length - computing, 'harmless tensor', 'harmless tensors')} of the file ${unexpected.length - computing === 1 ? 'is' : 'are'} left out`,
  ].filter(Boolean);
  return `The network on the screen is the one recognised: ${said.join('; ')}.`;
}

/** True where the file has no layer that scores classes, and the network has. */
export function lacksClassifier({ missing }: Ledger): boolean {
  return missing.some(({ key }) => key === 'head.fc2.weight');
}
