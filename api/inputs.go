package api

import (
	_ "embed"
	"encoding/json"
	"sync"

	"quanlian/kernel"
)

//go:embed inputs.json
var inputsFile []byte

// inputExamples are inputs of moves as they may be sent, by flow and move: a deal
// from its listing to its tax.
var inputExamples = sync.OnceValue(func() map[kernel.FlowAddr]map[string]json.RawMessage {
	var out map[kernel.FlowAddr]map[string]json.RawMessage
	if json.Unmarshal(inputsFile, &out) != nil { // TestInputExamples
		return nil
	}
	return out
})
