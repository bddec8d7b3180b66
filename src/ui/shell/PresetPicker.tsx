import { Menu } from '@mantine/core';
import { PRESETS, presetNamed, WHY_NO_XL } from '../../design/presets';
import { choosePreset } from '../../state/document';
import { sameValue } from '../../state/sameValue';
import { ChevronDown } from '../kit/icons';
import { useShown } from '../kit/useStudio';
import classes from './PresetPicker.module.css';

/** Which preset the design started from, whether it was edited since, and what else there is to start from. */
export function PresetPicker() {
  const chosen = presetNamed(useShown(({ preset }) => preset));
  const edited = useShown(({ design }) => !sameValue(design, chosen.design));
  return (
    <div className={classes.picker}>
      <Menu position="bottom-start" width={380} shadow="none" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <button type="button" className={classes.button} aria-label={`Preset: ${chosen.label}`}>
            {chosen.label}
            <ChevronDown />
          </button>
        </Menu.Target>
        <Menu.Dropdown className={classes.menu}>
          {PRESETS.map(({ name, label, sentence, source }) => (
            <Menu.Item key={name} onClick={() => choosePreset(name)} aria-current={name === chosen.name || undefined}>
              <span className={classes.label}>{label}</span>
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
      <span className={classes.edited} data-shown={edited || undefined}>
        edited
      </span>
    </div>
  );
}
