// The one-shot map on worker threads.

import { map } from '@parmap/threads'
import { mapSuite } from '../../core/test/support/map-suite.ts'

mapSuite(map)
