import { PRESETS, presetNamed } from '../../design/presets';
import { isOwnDesign, isPreset, OWN_DESIGN } from '../../state/document/designName';
import { TRAINED, TRAINED_HERE, trainedIn } from '../../state/train/trainedCard';
import { late } from '../app/late';
import { useApp } from '../app/useApp';
import { useCheckpoint, useShown } from '../app/useStudio';
import { Menu, MenuDivider } from '../kit/controls/Menu';
import { ChevronDown } from '../kit/icons';
import { DescribedItem } from './DescribedItem';
import classes from './PresetPicker.module.css';

/** Which preset the design started from, whether it was edited since, and what else there is to start from. */
export function PresetPicker() {
  const app = useApp();
  const chosen = presetNamed(useShown(({ preset }) => preset));
  const edited = useShown((document) => !isPreset(document));
  const own = useShown(isOwnDesign);
  // A design that a checkpoint brought along did not start from a preset.
  const brought = useCheckpoint(({ file }) => file !== null);
  const foreign = own || (brought && edited);
  const trained = useCheckpoint(({ file }) => trainedIn(file));
  const name = foreign ? (trained?.label ?? OWN_DESIGN) : chosen.label;
  return (
    <div className={classes.picker}>
      <Menu
        width={380}
        button={(button) => (
          <button {...button} type="button" className={classes.button} aria-label={`Preset: ${name}`}>
            <span className={classes.name}>{name}</span>
            <ChevronDown />
          </button>
        )}
      >
        {PRESETS.map(({ name: preset, label, sentence, source }) => {
          const current = preset === chosen.name && !foreign;
          return (
            <DescribedItem
              key={preset}
              name={label}
              mark={current ? (edited ? 'edited' : 'now') : null}
              sentence={sentence}
              source={source}
              current={current}
              onClick={() => app.document.choosePreset(preset)}
            />
          );
        })}
        <MenuDivider />
        {TRAINED.map((network) => {
          const current = foreign && network === trained;
          return (
            <DescribedItem
              key={network.name}
              name={`${network.label}, with its weights`}
              mark={current ? 'now' : null}
              sentence={network.sentence}
              source={TRAINED_HERE}
              current={current}
              onClick={() =>
                late(app, import('../../state/train/trained'), ({ trainedOf }) => void trainedOf(app).open(network))
              }
            />
          );
        })}
      </Menu>
      <span className={classes.edited} data-shown={(edited && !foreign) || undefined}>
        edited
      </span>
    </div>
  );
}
