import { useEffect, useState } from 'react';
import { late } from '../app/late';
import { useApp } from '../app/useApp';
import classes from './DropVeil.module.css';
import { takenFrom } from './takenFrom';

/** Takes files dropped anywhere on the page, and says so while one hangs over it. */
export function DropVeil() {
  const app = useApp();
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const controller = new AbortController();
    const listen = (type: 'dragover' | 'dragleave' | 'drop', act: (event: DragEvent) => void) =>
      window.addEventListener(
        type,
        (event) => {
          // Text that is dragged about is none of our business.
          if (event.dataTransfer?.types.includes('Files')) act(event);
        },
        { signal: controller.signal },
      );
    listen('dragover', (event) => {
      event.preventDefault();
      setIsOver(true);
    });
    listen('dragleave', (event) => {
      // Leaving one element for another names where it goes; leaving the window does not.
      if (event.relatedTarget === null) setIsOver(false);
    });
    listen('drop', (event) => {
      event.preventDefault();
      setIsOver(false);
      if (!event.dataTransfer) return;
      const dropped = takenFrom(event.dataTransfer);
      late(app, import('./openFile'), ({ openDropped }) => void openDropped(app, dropped));
    });
    return () => controller.abort();
  }, [app]);
  if (!isOver) return null;
  return (
    <div className={classes.veil}>
      <p>
        Drop a checkpoint or a configuration to open it, or a video or a folder of images to run on it
        <span>.pth .pyth .pt .safetensors .onnx · .py .yaml .json</span>
      </p>
    </div>
  );
}
