// Package rehearsal is where heads and supervisors rehearse promises on the
// cases of their own offices (承诺推演): a form that asks, the answer in plain
// sentences with its spread, several answers side by side, and what they rest on.
//
// It reckons nothing: the question is chain/service/rehearsal, the replay
// engine/rehearsal, and a worker runs it.
package rehearsal
