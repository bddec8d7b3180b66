import { runServiceOf } from '../../state/run/runService';
import { roundText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useRun, useSession } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { PlayIcon } from '../kit/icons';
import { Note } from '../kit/Note';
import { Section } from '../kit/Section';

/** In the inspector: the way to the output of what is selected, and in short what was found there. */
export function LookSection() {
  const app = useApp();
  const runService = runServiceOf(app);
  const selected = useSession((session) => session.selected);
  const look = useRun((run) => (run.look?.path === selected ? run.look : null));
  if (selected === null) return null;
  return (
    <Section title="Activations" aside="on the shown clip">
      {look && (
        <Note>
          From {roundText(look.facts.min)} to {roundText(look.facts.max)}, {look.facts.dead} of{' '}
          {look.facts.energy.length} channels dead.
        </Note>
      )}
      <div>
        <Button
          leftSection={<PlayIcon />}
          onClick={() => {
            app.session.openDockTab('inside');
            app.session.setState({ sheet: 'dock' });
            void runService.look(selected);
          }}
        >
          Look at {selected}
        </Button>
      </div>
    </Section>
  );
}
