// Package account holds the pages about oneself (登录与账户): logging in and out,
// for whom one acts (为谁办), members of one's organisation and the powers of
// attorney it gives, takes back and hands over, and the tokens by which a
// program acts for oneself.
//
// It decides no permission: the kernel judges every write. Basis: 民法典 161–175.
package account
