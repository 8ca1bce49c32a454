export { commonVariables, databaseUrl, httpUrl, portVariable, readEnvironment } from './environment.ts';
export { createLifecycle, drainOnSignal, readyAnswer, type Lifecycle } from './lifecycle.ts';
export { blockLimiter, type Allowance, type Limiter } from './limits/block-limiter.ts';
export { createLogger, describeError, type Logger } from './logger.ts';
export { noMetrics } from './telemetry/metrics.ts';
export { openTelemetry, type Telemetry } from './telemetry/telemetry.ts';
export { start } from './start.ts';
