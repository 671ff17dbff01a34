// Package rows is the case that works through many rows (批量办理): a sheet whose
// lines are acts of their own, or one form that opens several cases.
//
//	checking ─▶ checked ─▶ working ─▶ done        a row: good · bad ─▶ chosen ─▶ done · waiting · failed
//	                       ▲    ▼
//	                       paused
//
// The program reads and checks the rows by the guards of the acts they stand for
// (desk.Try), the person looks and chooses, the program makes one act a row under
// the key <case>/<row>: broken off and begun again, a row is done once. What an
// organisation approves is the whole, not each row (kernel.Move.Covers).
//
// It decides what follows what. What a row holds and which act it stands for is
// its matter's; who reads sheets is an adapter's. It knows no trade.
package rows
