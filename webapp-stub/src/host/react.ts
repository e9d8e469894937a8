// React as the web app has it; the bundle brings none of its own.
const react = window.React;
export default react;
export const {useCallback, useEffect, useId, useMemo, useRef, useState} = react;
