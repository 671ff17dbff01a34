// Package sign keeps the keys that sign for the city (签名密钥) and signs with
// them: checkpoints of the log under Ed25519, for tools of the world, and under
// SM2, for uses that ask for the Chinese algorithms.
//
// Keys lie in one file that only its owner may read. Each has an id; a key that
// is replaced loses its private half and stays in the list, so that receipts
// outlive it. Another keeper of keys (a card, a module, a key service) fulfils
// [evidence.Signer] in a folder of its own.
package sign
