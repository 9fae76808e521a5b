@ SPDX-License-Identifier: MIT
@ Instruction sequences whose time the TRMs give, for tests/mcu/thumb_cost_test.cpp. Each ends in
@ BX LR. Thumb-1 sequences run on every core; those from seq_m3_ on need Thumb-2.
.syntax unified
.thumb
.macro sequence name
.section .text.\name, "ax"
.global \name
.thumb_func
\name:
.endm

sequence seq_return
  bx lr
sequence seq_alu
  adds r0, r0, #1
  eors r1, r2
  lsls r3, r0, #3
  bx lr
sequence seq_move_high
  mov r8, r0
  mov r0, r8
  bx lr
sequence seq_multiply
  muls r0, r1, r0
  bx lr
sequence seq_load
  mov r0, sp
  ldr r1, [r0]
  bx lr
sequence seq_load_load_independent
  mov r0, sp
  ldr r1, [r0]
  ldr r2, [r0, #4]
  bx lr
sequence seq_load_alu_load
  mov r0, sp
  ldr r1, [r0]
  adds r3, r3, #1
  ldr r2, [r0, #4]
  bx lr
sequence seq_load_byte_half
  mov r0, sp
  ldrb r1, [r0]
  ldrh r2, [r0, #2]
  bx lr
sequence seq_store_immediate
  mov r0, sp
  str r1, [r0]
  bx lr
sequence seq_store_register
  mov r0, sp
  movs r1, #4
  str r2, [r0, r1]
  bx lr
sequence seq_load_store_register
  mov r0, sp
  movs r1, #4
  ldr r3, [r0]
  str r2, [r0, r1]
  bx lr
sequence seq_branch
  b 1f
1:
  bx lr
sequence seq_branch_not_taken
  movs r0, #1
  beq 1f
  adds r0, r0, #1
1:
  bx lr
sequence seq_branch_taken
  movs r0, #0
  beq 1f
  adds r0, r0, #1
1:
  bx lr
sequence seq_loop_three
  movs r0, #3
1:
  subs r0, r0, #1
  bne 1b
  bx lr
sequence seq_push_pop
  push {r4, r5}
  pop {r4, r5}
  bx lr
sequence seq_push_pop_pc
  push {r4, lr}
  pop {r4, pc}
sequence seq_load_store_multiple
  mov r0, sp
  subs r0, r0, #32
  stmia r0!, {r1, r2, r3}
  subs r0, r0, #12
  ldmia r0!, {r1, r2, r3}
  bx lr
sequence seq_call
  push {r4, lr}
  bl seq_return
  pop {r4, pc}
sequence seq_load_literal
  ldr r0, =0x12345678
  bx lr
  .ltorg
sequence seq_load_address_dependent
  mov r0, sp
  subs r0, r0, #16
  str r0, [r0]
  ldr r1, [r0]
  ldr r2, [r1]
  bx lr
sequence seq_add_sp
  sub sp, sp, #16
  add sp, sp, #16
  bx lr

#ifdef SEQUENCES_THUMB2
sequence seq_m3_multiply_accumulate
  mla r0, r1, r2, r3
  bx lr
sequence seq_m3_multiply_long
  umull r0, r1, r2, r3
  bx lr
sequence seq_m3_store_after_load
  mov r0, sp
  ldr r3, [r0]
  str r2, [r0, #4]
  bx lr
sequence seq_m3_load_double
  ldrd r0, r1, [sp]
  bx lr
sequence seq_m3_compare_branch
  movs r0, #0
  cbz r0, 1f
  nop
1:
  bx lr
sequence seq_m3_wide_alu
  add.w r0, r1, r2, ror #8
  eor.w r0, r0, r3, lsl #3
  bx lr
sequence seq_m3_writeback_then_load
  sub r0, sp, #16
  ldr r1, [r0], #4
  ldr r2, [r0]
  bx lr
#endif
