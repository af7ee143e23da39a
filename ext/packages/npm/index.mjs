import uti from "./index.cjs";

export const { getLoadablePath, load } = uti;
