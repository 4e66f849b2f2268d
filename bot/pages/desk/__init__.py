"""The platform `page`: somebody who followed a link reads, presses and fills in without an account in any chat."""
