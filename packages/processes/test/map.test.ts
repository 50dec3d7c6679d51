// The one-shot map on child processes.

import { map } from '@parmap/processes'
import { mapSuite } from '../../core/test/support/map-suite.ts'

mapSuite(map)
