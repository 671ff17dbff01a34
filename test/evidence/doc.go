// Package evidence proves the chain from an act to its proof (存证链路测试) on both
// databases: dense numbers whatever happens, a log that equals the journal, no
// fork, kill −9 anywhere between commit and checkpoint.
package evidence
