import { memo } from 'react';
import { CONVENTIONS } from '../../analysis/conventions';
import { useApp } from '../app/useApp';
import { useConvention } from '../app/useStudio';
import { Menu } from '../kit/controls/Menu';
import { ChevronDown } from '../kit/icons';
import classes from './ConventionMenu.module.css';
import { DescribedItem } from './DescribedItem';

/** The one switch for how arithmetic is counted, everywhere in the app; what each convention counts, and who publishes it. */
export const ConventionMenu = memo(function ConventionMenu() {
  const app = useApp();
  const convention = useConvention();
  return (
    <Menu
      width={400}
      button={(button) => (
        <button
          {...button}
          type="button"
          className={classes.button}
          aria-label={`Counted in ${convention.label}; choose another convention`}
        >
          <ChevronDown />
        </button>
      )}
    >
      <p className={classes.why}>
        One network has many published counts: the paper’s FLOPs are multiply-accumulates, tools add norms and
        activations in their own ways, and the clip that was counted is not always the one that is named.
      </p>
      {CONVENTIONS.map(({ name, label, unit, counts, publishedBy }) => (
        <DescribedItem
          key={name}
          name={label === unit ? label : `${unit} as ${label} counts`}
          sentence={counts}
          source={publishedBy}
          current={name === convention.name}
          onClick={() => app.session.setState({ convention: name })}
        />
      ))}
    </Menu>
  );
});
