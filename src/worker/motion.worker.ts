import { giveLifeSign } from './lifeSign';
import { createMotion } from './motion';
import { serve } from './serve';

serve(self, createMotion());
giveLifeSign(self);
