// What next-env.d.ts brings in: that file is made by the build and ignored by git, and a fresh clone type-checks before it.
/// <reference types="next" />
/// <reference types="next/types/global" />
