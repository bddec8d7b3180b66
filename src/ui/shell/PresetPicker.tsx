import { Menu } from '@mantine/core';
import { PRESETS, presetNamed, WHY_NO_XL } from '../../design/presets';
import { isPreset } from '../../state/designName';
import { choosePreset } from '../../state/document';
import { ChevronDown } from '../kit/icons';
import { useCheckpoint } from '../kit/useCheckpoint';
import { useShown } from '../kit/useStudio';
import classes from './PresetPicker.module.css';

/** Which preset the design started from, whether it was edited since, and what else there is to start from. */
export function PresetPicker() {
  const chosen = presetNamed(useShown(({ preset }) => preset));
  const edited = useShown((document) => !isPreset(document));
  // A design that a checkpoint brought along did not start from a preset.
  const foreign = useCheckpoint(({ file }) => file !== null) && edited;
  return (
    <div className={classes.picker}>
      <Menu position="bottom-start" width={380} shadow="none" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <button type="button" className={classes.button} aria-label={`Preset: ${foreign ? 'none' : chosen.label}`}>
            {foreign ? 'Own design' : chosen.label}
            <ChevronDown />
          </button>
        </Menu.Target>
        <Menu.Dropdown className={classes.menu}>
          {PRESETS.map(({ name, label, sentence, source }) => (
            <Menu.Item
              key={name}
              onClick={() => choosePreset(name)}
              aria-current={(name === chosen.name && !foreign) || undefined}
            >
              <span className={classes.label}>
                {label}
                {name === chosen.name && !foreign && <span className={classes.now}>{edited ? 'edited' : 'now'}</span>}
              </span>
              <span className={classes.sentence}>{sentence}</span>
              <span className={classes.source}>{source}</span>
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item disabled className={classes.absent}>
            <span className={classes.label}>X3D-XL is not here</span>
            <span className={classes.sentence}>{WHY_NO_XL}</span>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <span className={classes.edited} data-shown={(edited && !foreign) || undefined}>
        edited
      </span>
    </div>
  );
}
