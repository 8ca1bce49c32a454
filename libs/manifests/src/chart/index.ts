export { renderChart } from './render-chart.ts';
