// Plain CommonJS, so that every Node.js gets as far as this sentence.

/**
 * @param {string} instead the command that takes the workspace's own Node.js
 * @returns {string | undefined} what is wrong with this Node.js, in one sentence
 */
exports.complain = (instead) => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return undefined;
  return `nx-kube needs Node.js 22.18 or newer and this is ${process.versions.node}: use "${instead}", which takes the workspace's own Node.js.`;
};
