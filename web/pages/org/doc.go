// Package org is where an organisation keeps itself (本单位): its members with
// duties and rights, its chain of approval (经办 → 审核 → 负责人), what waits
// inside, whether its administrators are told of every filing in its name, and
// who has looked into its files.
//
// It decides nothing: the guards of the kernel keep an organisation from being
// left without an administrator or with a step of approval that nobody holds.
package org
