package hall

import "encoding/json"

// RawJSON is a record of another engine, kept as it was computed.
type RawJSON = json.RawMessage
