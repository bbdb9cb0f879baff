package book

import "bukutamu/internal/store"

// Row is one line of a list, with the id of its visit. The doors name it without
// knowing the store.
type Row = store.Row[Line]
