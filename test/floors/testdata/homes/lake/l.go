package lake

const q = "SELECT id FROM snapshots"
