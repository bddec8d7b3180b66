import { QUANTITIES } from '../../analysis/quantities';
import { trainingMemoryOf, trainingOf } from '../../state/document/insights';
import { amountText, exactText, titled } from '../../text/numberText';
import { useArchitecture } from '../app/useStudio';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import classes from './fields.module.css';

/** What the reference's train() makes of the network on the screen: what is trained, what stays in eval mode, what it costs. */
export function TrainingFacts() {
  const architecture = useArchitecture();
  const { trainable, normsInEval } = trainingOf(architecture);
  const { plain, checkpointed } = trainingMemoryOf(architecture);
  const { zero_init_residual, norm_cfg, with_cp } = architecture.design.reference;
  const norms = architecture.layers.filter(({ path }) => /\.(bn|gn|in)$/.test(path)).length;
  const kept = (bytes: number) => amountText(bytes, 'B');
  return (
    <Text as="div" size="xs" tone="ink-3" className={classes.note}>
      <Stack gap="1h">
        <p>
          After train(): {exactText(trainable)} parameters are trained; {normsInEval.size} of {norms} norms stay in eval
          mode.
        </p>
        <p>
          {titled(QUANTITIES.trainingMemory.label)} is {kept(plain.peakBytes)}, or {kept(checkpointed.peakBytes)} with
          checkpointing, which computes {amountText(checkpointed.macs.recomputed, 'MACs')} again. Here it is{' '}
          {with_cp ? 'on' : 'off'}.
        </p>
        <p>
          {zero_init_residual && norm_cfg
            ? 'Freshly initialised, every block is the identity of its shortcut: its last norm starts at zero.'
            : 'Freshly initialised, every block already adds to its shortcut.'}
        </p>
      </Stack>
    </Text>
  );
}
