import { VisuallyHidden } from '@mantine/core';
import { type ComponentProps, createContext, memo, type ReactNode, useContext } from 'react';
import { AnswerPopover } from './AnswerPopover';
import classes from './ExplainPopover.module.css';

interface WhyProps {
  /** What is asked about, for those who cannot see where the button stands: `Width gives 32`. */
  readonly subject: string;
  readonly shown: ReactNode;
  readonly children: ReactNode;
}

const WhyContext = createContext<WhyProps>({ subject: '', shown: null, children: null });

/** A number that can be asked "why?": a click shows how it came about. As with figures, only what changes is rendered again. */
export function ExplainPopover(props: WhyProps) {
  return (
    <WhyContext value={props}>
      <Popover />
    </WhyContext>
  );
}

const Popover = memo(function Asked() {
  return (
    <AnswerPopover target={(toggle) => <Question onClick={toggle} />} width={320} className={classes.answer}>
      <Answer />
    </AnswerPopover>
  );
});

/** The button; the popover gives it the handlers it needs. */
function Question(given: ComponentProps<'button'>) {
  const { subject, shown } = useContext(WhyContext);
  return (
    <button {...given} type="button" className={classes.asked}>
      <VisuallyHidden>Why {subject}? </VisuallyHidden>
      {shown}
    </button>
  );
}

function Answer() {
  return useContext(WhyContext).children;
}
