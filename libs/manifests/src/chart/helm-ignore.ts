/** `.helmignore`: what never belongs into the package of a chart. */
export const HELM_IGNORE = `\
# Patterns of files that \`helm package\` leaves out.
.DS_Store
.git/
.gitignore
.idea/
.vscode/
*.bak
*.orig
*.swp
*.tmp
*~
# Marks of the tool that writes the chart.
.nx-kube-*
# Filled-in values and secrets stay on the machine.
/secrets.yaml
/values.local.yaml
`;
