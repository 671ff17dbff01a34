// Package feed tells the platform above the city of finished cases and ratings
// (办件库、好差评汇聚). It is a party like others: asked with our key, answering by
// acts of its own.
//
// No interface of a provincial platform was established: [Fake] stands for it in
// demo and trials, keeps what it got, and misbehaves as real ones do. A real one
// fulfils the same two methods.
package feed
