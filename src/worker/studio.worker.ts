import { serve } from './serve';
import { createStudio } from './studio';

serve(self, createStudio());
