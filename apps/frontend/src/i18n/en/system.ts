/** The page that shows the state of the parts. */
export const system = {
  title: 'System status',
  lead: 'The parts of the Todo Chatbot, as they are now.',
  parts: { frontend: 'Frontend', backend: 'Backend', database: 'Database', mcp: 'MCP server' },
  states: { ok: 'Up', down: 'Down', unknown: 'Unknown' },
  allUp: 'All parts are up',
  someDown: { one: 'One part is not up', other: '{count} parts are not up' },
  noConnection: 'No connection to the server',
  checkedAt: 'Checked at {time}',
  lastKnownAt: 'Last known at {time}',
  latency: '{count} ms',
  latencyLow: 'under 1 ms',
};
