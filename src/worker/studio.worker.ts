import { giveLifeSign } from './lifeSign';
import { serveStudio } from './studio';

serveStudio(self);
giveLifeSign(self);
